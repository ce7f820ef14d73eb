// When it arrives, in the words of the page: "in 2 to 4 working days".

import type { OfferedShipping, Span } from './ports.ts';
import type { SayOrder } from './texts-order.ts';

export function estimateOf(
  say: SayOrder,
  estimate: OfferedShipping['estimate'],
): string | undefined {
  const time = estimate && timeOf(say, estimate);
  return time ? say('estimate', { time }) : undefined;
}

function timeOf(say: SayOrder, { minimum, maximum }: NonNullable<OfferedShipping['estimate']>) {
  const spanOf = ({ unit, value }: Span) => say(unit, { count: value });
  if (minimum === null) return maximum && say('upTo', { time: spanOf(maximum) });
  if (maximum === null) return say('from', { time: spanOf(minimum) });
  const isSame = minimum.unit === maximum.unit;
  if (isSame && minimum.value === maximum.value) return spanOf(maximum);
  const least = isSame ? String(minimum.value) : spanOf(minimum);
  return say('between', { least, time: spanOf(maximum) });
}
