import catalogue from '../../../../schema/events/german.json';
import attempts from './attempts.ts';
import events from './events.ts';
import formats from './formats.ts';
import inputs from './inputs.ts';
import libraries from './libraries.ts';
import operations from './operations.ts';
import requests from './requests.ts';
import scopes from './scopes.ts';

/** German for the words of the server, which speaks English: how they are found is told by `client/lib/server-text.ts`. */
export default { sentences: { ...attempts, ...events, ...inputs, ...libraries, ...operations, ...requests }, scopes, catalogue, formats };
