// Runs in the deck's page: each demo gets a player of its own, in a shadow root, where the theme's styles do not reach it.
for (const place of document.querySelectorAll('.demo')) {
  const cast = JSON.parse(document.getElementById(`cast-${place.dataset.cast}`).textContent);
  const shadow = place.attachShadow({ mode: 'open' });
  shadow.append(document.getElementById('player-style').content.cloneNode(true));
  const screen = document.createElement('div');
  screen.style.height = '100%';
  screen.lang = 'en';
  shadow.append(screen);
  AsciinemaPlayer.create({ data: cast }, screen, {
    fit: 'both',
    // Later than any recording ends: its last frame.
    poster: 'npt:9:59:59',
    preload: true,
    idleTimeLimit: 2,
    terminalFontFamily: '"Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  });
  // Keys that the player takes must not turn the page, too; those of a presenter's remote control must.
  place.addEventListener('keydown', (event) => {
    if (!['PageDown', 'PageUp'].includes(event.key)) event.stopPropagation();
    if (event.key === 'Escape') shadow.activeElement?.blur();
  });
}
