// The job that sends the one letter of an order. It may run twice after a crash; the order notes
// that the letter has gone, and the letter carries the same id each time.
import type { Mail } from '@kassa/mail';
import type { Theme } from '@kassa/pages';
import { confirmationLetter } from './confirmation-letter.tsx';
import type { SettleRoom } from './settle-order.ts';
import { loadOrder, noteMailed } from './store.ts';

export type LetterRoom = SettleRoom & {
  readonly mail: Mail;
  readonly theme: Theme;
  readonly publicUrl: string;
};

export async function sendConfirmation(room: LetterRoom, number: string): Promise<void> {
  const order = await loadOrder(room.db, number);
  if (order?.state.status !== 'paid' || order.mailedAtMs !== undefined) return;
  const sent = await room.mail.send(confirmationLetter(order, room.theme, room.publicUrl));
  if (!sent.ok && sent.error.code === 'not_delivered') {
    throw new Error(`the letter of ${number} is not delivered: ${sent.error.detail}`);
  }
  if (!sent.ok) {
    // An address that no server takes: the order's page still shows everything.
    room.log.warn({ order: number }, 'the letter of an order is refused for good');
    return;
  }
  await noteMailed(room.db, number, room.clock.nowMs());
}
