export { type ErrorCode, errorCodes } from './codes.ts';
export { hasCode, SwarmlabError } from './swarmlab-error.ts';
