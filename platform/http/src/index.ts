export { type Asset, asset } from './asset.ts';
export {
  type HttpAnswer,
  type HttpClient,
  type HttpClientOptions,
  type HttpFailure,
  type HttpTextAnswer,
  httpClient,
} from './client.ts';
export { escapeHtml } from './error-page.ts';
export { addToCsp } from './headers.ts';
export { listen } from './listen.ts';
export { type ErrorsAs, type HttpOptions, openHttp } from './open-http.ts';
export {
  type OutsideClient,
  type OutsideFailure,
  outsideClient,
} from './outside-client.ts';
export { parseInput } from './parse-input.ts';
export { badRequest, type Problem, RequestError } from './problem.ts';
export { isPublicAddress } from './public-address.ts';
export { readForm } from './read-body.ts';
export { redirect } from './redirect.ts';
export { sameOriginOnly } from './same-origin.ts';
export { sendPage } from './send-page.ts';
export type { BodyLimits, CspAdditions, HttpApp, HttpReply, HttpRequest } from './types.ts';
