/** Names to entries, and gives the files to start them by. */
export function bundlePrograms<Name extends string>(
  entries: Readonly<Record<Name, string>>,
): Promise<Record<Name, string>>;
