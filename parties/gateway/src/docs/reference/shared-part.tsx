// What every operation of the API has in common, in a few lines.

import { Stack } from '@kassa/pages';

export function Shared() {
  return (
    <Stack gap="s">
      <p>
        <b>Keys.</b> <code>Authorization: Bearer sk_test_…</code>, or the key as user name of Basic.
        Secret keys may call everything, restricted ones (<code>rk_test_…</code>) what they were
        given, publishable ones (<code>pk_test_…</code>) what a browser may.
      </p>
      <p>
        <b>Parameters.</b> A form in the body of POST, the query of GET and DELETE:{' '}
        <code>card[exp_month]=12</code>, <code>expand[0]=customer</code>. The second interface,{' '}
        <code>/v2</code>, takes JSON. A parameter that is not known is refused by name.
      </p>
      <p>
        <b>Once.</b> With an <code>Idempotency-Key</code> a POST is done once, however often it is
        asked; for three days the same key has the same answer, with{' '}
        <code>Idempotent-Replayed: true</code>.
      </p>
      <p>
        <b>Versions.</b> <code>Stripe-Version</code> names the version you speak, back to
        2022-08-01. <b>Accounts.</b> <code>Stripe-Account</code> names the connected account you act
        for.
      </p>
      <p>
        <b>Lists</b> are newest first: <code>limit</code>, <code>starting_after</code>,{' '}
        <code>ending_before</code>, and <code>has_more</code> in the answer. <b>expand</b> shows
        whole objects in place of ids, up to four levels.
      </p>
      <p>
        <b>Errors</b> are JSON of one shape; <a href="/docs/errors">each code is explained</a>. On
        409 and 429, <code>Stripe-Should-Retry: true</code> says that it may succeed later.
      </p>
    </Stack>
  );
}
