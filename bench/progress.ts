/** Where a long part is, on stderr: the report itself stays clean. */
export function progress(what: string): void {
  console.error(`  … ${what}`);
}
