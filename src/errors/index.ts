export { type ErrorCode, errorCodes } from './codes.ts';
export { type ErrorDetails, hasCode, SwarmlabError } from './swarmlab-error.ts';
