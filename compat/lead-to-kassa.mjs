// Loaded before a program that knows only the original's address: its connections to api.stripe.com
// go to Kassa's door instead. It is what an entry in /etc/hosts and a port 443 would do, without the
// rights of root; the name, TLS and the certificate's check stay what they are.
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';

const port = Number(process.env.KASSA_TLS_PORT);
const connect = tls.connect;

tls.connect = (options, ...rest) => {
  const isOriginal = options?.host === 'api.stripe.com' && Number(options.port) === 443;
  if (!isOriginal) return connect(options, ...rest);
  // A path would win over host and port; the name that the certificate must bear is kept.
  const there = { ...options, path: null, host: '127.0.0.1', port, servername: 'api.stripe.com' };
  return connect(there, ...rest);
};
syncBuiltinESMExports();
