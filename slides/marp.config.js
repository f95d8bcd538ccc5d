/** Neither emoji nor formulas: both would be fetched when somebody looks at the slides. */
export default {
  options: { emoji: { shortcode: false, unicode: false }, math: false },
};
