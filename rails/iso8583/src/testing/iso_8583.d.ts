// The part of the npm package iso_8583 that the second opinion uses; it brings no types itself.

declare module 'iso_8583' {
  class Iso8583 {
    constructor(fields?: Record<string, string>);
    getRawMessage(): Buffer | { error: string };
    getIsoJSON(frame: Buffer, config: object): Record<string, string> & { error?: string };
  }
  export = Iso8583;
}
