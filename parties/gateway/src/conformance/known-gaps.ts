// Where answers differ from what the client declares, and are right to: each with its reason. Any
// other gap fails.

export const knownGaps: Readonly<Record<string, string>> = {
  'undeclared EphemeralKey.associated_objects':
    'The original sends it and its mobile libraries read it; the server’s client never declared it.',
};
