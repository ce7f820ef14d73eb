// How the gateway's one server is put together, from top to bottom.

import { asset, openHttp } from '@kassa/http';
import { realClock } from '@kassa/time';
import type { Api } from './api/api.ts';
import { openRateLimit } from './api/kernel/rate-limit.ts';
import { isApi, problemToApi, registerApi } from './api/register-api.ts';
import { challengePages } from './authentication/challenge-pages.ts';
import { plainLook } from './authentication/plain-pages.tsx';
import { registerThreeDs } from './authentication/routes.ts';
import { checkoutLinks } from './checkout/links/checkout-links.ts';
import { openCheckoutPages } from './checkout/pages/checkout-pages.ts';
import { expireSession } from './checkout/session/expire-session.ts';
import { hostedCheckout } from './checkout/session/hosted-checkout.ts';
import { openWaitingRoom } from './checkout/session/waiting-room.ts';
import type { Config } from './config.ts';
import { desksOf } from './connectors/acquirers.ts';
import { registerNotifications } from './connectors/adyen/notification-route.ts';
import { registerDevelopers } from './developers/routes.ts';
import { registerDocs } from './docs/routes.ts';
import { registerElements } from './elements/register-elements.ts';
import type { IdMaker } from './ids.ts';
import { makerOfIds } from './maker-of-ids.ts';
import { registerOperatorPages } from './operators/pages/routes.ts';
import { registerReceipts } from './receipts/routes.ts';
import { registerStatements } from './reconciliation/sources/statement-route.ts';
import { openRequestWatch } from './requests/watch-requests.ts';
import { openTestCards } from './vault/test-cards.ts';
import type { Ground, Rooms } from './wire.ts';

/** The one server: API, hosted checkout, 3-D Secure, pages for developers and operators. */
export function openDoor(config: Config, ground: Ground, rooms: Rooms): Api {
  const { db, clock, log, publicUrl, vault, directory, makeId, envelope } = ground;
  const { resources, operations } = ground;
  const { payments, continuation } = rooms;
  const app = openHttp({
    ...{ name: 'gateway', log, hosts: [new URL(publicUrl).hostname], nowMs: clock.nowMs },
    errorsAs: (request) =>
      !isApi(request) && request.headers.accept?.includes('text/html') ? 'html' : 'json',
    errorMap: problemToApi(publicUrl),
  });
  const requestWatch = openRequestWatch({ ...ground, isApi });
  requestWatch.watch(app);
  const accepted = ['visa', 'mastercard'] as const;
  // Who knows the id of a session holds its page: it must not be the neighbour of another.
  const ids: IdMaker = (prefix) => (prefix === 'cs' ? makerOfIds(clock)(prefix) : makeId(prefix));
  const { pause, capacity } = payments;
  const { waitingMax, waitMs } = config.capacity;
  const waitingRoom = openWaitingRoom({
    ...{ clock, log, pause, onRoom: capacity.onRoom, waitingMax, waitMs },
  });
  // Before the last requests are waited for: their ends would let others in.
  app.addHook('preClose', () => waitingRoom.close());
  const pages = openCheckoutPages({
    sessions: hostedCheckout({ payments, setups: rooms.setups, vault, publicUrl, waitingRoom }),
    links: checkoutLinks({ db, payments, makeId: ids }),
    linkLimit: openRateLimit({ perSecond: 5, burst: 30 }, realClock()),
    nowMs: clock.nowMs,
    testCards: config.testCards.filter(({ isOffered }) => isOffered),
    accepted,
    log,
  });
  const api = registerApi(app, {
    ...{ db, clock, publicUrl, directory, vault, payments, resources, operations },
    payoutHour: config.payouts,
    testCards: openTestCards(config.testCards),
    setups: rooms.setups,
    recording: ground.recording,
    webhooks: { envelope, allowPrivate: config.webhooks.allowPrivateAddresses },
    rateLimit: openRateLimit(config.rateLimit, realClock()),
    requestWatch,
    clientSecrets: ground.clientSecrets,
    inputKey: ground.inputKey,
    owner: ground.news.instance,
    makeId: ids,
    expireSession: expireSession({ payments, setups: rooms.setups }),
    keysRunning: new Set(),
  });
  registerDocs(app, { brand: plainLook.brand, publicUrl, operations: api.operations });
  registerDevelopers(app, {
    ...{ db, clock, log, directory, envelope, makeId, publicUrl },
    operations: api.operations,
    requestLog: ground.requestLog,
    delivery: rooms.webhooks.delivery,
    theme: plainLook,
    logInLimit: openRateLimit({ perSecond: 0.5, burst: 30 }, realClock()),
    allowPrivate: config.webhooks.allowPrivateAddresses,
  });
  registerOperatorPages(app, {
    ...{ db, clock, log, directory, publicUrl, payments, makeId },
    ...{ http: rooms.banks, desks: desksOf(config.acquirers) },
    wireLog: ground.wireLog,
    requestLog: ground.requestLog,
    providers: config.acquirers.map(({ name }) => name),
    zone: config.settlement.zone,
    sessionKey: ground.operatorSessionKey,
    logInLimit: openRateLimit({ perSecond: 0.5, burst: 30 }, realClock()),
  });
  pages.register(app);
  registerElements(app, { directory, looks: pages.looks, accepted });
  for (const one of plainLook.assets) asset(app, one.path, one);
  registerReceipts(app, { db, clientSecrets: ground.clientSecrets, merchant: directory.merchant });
  registerNotifications(app, rooms.receivers);
  registerStatements(app, { db, clock, from: config.reconciliation.statementsFrom });
  registerThreeDs(app, {
    ...continuation,
    merchant: directory.merchant,
    pages: challengePages(pages),
    patienceMs: config.directoryServer.patienceMs,
  });
  return api;
}
