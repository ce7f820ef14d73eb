import { Button, Card, Field, Form, Notice } from '@kassa/pages';
import { operatorPage } from './frame.tsx';

export type LogInShown = {
  readonly email: string;
  /** Where to go after it. */
  readonly next: string;
  readonly refusal?: 'wrong' | 'too_many';
};

const words = {
  wrong: 'E-mail or password is wrong.',
  too_many: 'Too many tries. The door is closed for a while; ask another operator to help.',
} as const;

export function logInPage({ email, next, refusal }: LogInShown): string {
  return operatorPage(undefined, {
    title: 'Operators',
    lead: 'See what happened to a payment, what waits for a person, and where two books differ.',
    width: 'narrow',
    body: (
      <Card>
        <Form action="/operators/log-in" hidden={{ next }}>
          {refusal && <Notice tone="bad">{words[refusal]}</Notice>}
          <Field
            name="email"
            type="email"
            label="E-mail"
            value={email}
            autoComplete="username"
            maxLength={254}
          />
          <Field
            name="password"
            type="password"
            label="Password"
            autoComplete="current-password"
            maxLength={1000}
          />
          <Button size="l" wide icon="lock">
            Log in
          </Button>
        </Form>
      </Card>
    ),
  });
}
