import type { HttpApp } from './types.ts';

/** Starts to listen; the answer is the base URL, with the port that 0 was turned into. */
export async function listen(
  app: HttpApp,
  at: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    await app.listen(at);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    throw new Error(`port ${at.port} on ${at.host} is in use by another program`, { cause: error });
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  return `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`;
}
