/** The file to start a program by; its source is named from the root. */
export function programFile(entry: string): Promise<string>;
