// What a reader sees when the address is wrong, or the request, or we are.
import { ButtonLink, Empty } from '@kassa/pages';
import { page } from './frame.tsx';
import type { Visit } from './visit.ts';

export function problemPage(visit: Visit, status: number, requestId: string): string {
  const { t } = visit;
  const isMissing = status === 404;
  const title = isMissing ? t('error.notFound') : t('error.trouble');
  const help = isMissing
    ? t('error.notFoundHelp')
    : status >= 500
      ? t('error.troubleHelp')
      : t('error.refusedHelp');
  return page(visit, {
    title,
    width: 'text',
    body: (
      <Empty
        level={1}
        icon={isMissing ? 'search' : 'warning'}
        tone={isMissing ? 'brand' : 'warn'}
        title={title}
        actions={<ButtonLink href="/">{t('cart.toShop')}</ButtonLink>}
      >
        <p>{help}</p>
        <p className="small">{t('error.request', { id: requestId })}</p>
      </Empty>
    ),
  });
}
