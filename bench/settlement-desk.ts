export const deskAnswer = (_url: string, _body: string): unknown => undefined;
