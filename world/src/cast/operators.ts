// Who looks after the gateway in this world. Their passwords open this world only.

export type OperatorPlan = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role: 'viewer' | 'operator';
};

export const operators: readonly OperatorPlan[] = [
  {
    name: 'Mirela Hadžić',
    email: 'mirela@kassa.example',
    password: 'mirela-at-the-desk',
    role: 'operator',
  },
  {
    name: 'Tarik Begić',
    email: 'tarik@kassa.example',
    password: 'tarik-only-looks',
    role: 'viewer',
  },
];
