// Delivery, returns, prices, and who sells: what a distance seller must say before the order.

import { isZero, money } from '@kassa/money';
import { Amount, Card, PageTitle, Stack, Table } from '@kassa/pages';
import { dateIn } from '@kassa/time';
import { vatRateOn } from '../pricing/vat.ts';
import { rateText } from '../texts/texts.ts';
import { page } from './frame.tsx';
import type { Visit } from './visit.ts';

export function infoPage(visit: Visit): string {
  const { t, shop, lang } = visit;
  const rate = rateText(lang, vatRateOn(shop.country, dateIn(visit.nowMs, shop.zone)));
  const price = (minor: bigint) => {
    const amount = money(shop.currency, minor);
    return isZero(amount) ? t('cart.free') : <Amount of={amount} />;
  };
  return page(visit, {
    title: t('info.title'),
    width: 'text',
    listed: true,
    body: (
      <Stack gap="l">
        <PageTitle>{t('info.title')}</PageTitle>
        <Card title={t('info.payment')}>
          <p>{t('info.paymentText')}</p>
        </Card>
        <Table
          caption={t('info.delivery')}
          rows={shop.deliveries}
          rowKey={({ id }) => id}
          columns={[
            { header: t('info.delivery'), cell: ({ name }) => name[lang], isHeader: true },
            { header: t('info.time'), cell: ({ time }) => time[lang] },
            { header: t('info.price'), cell: ({ minor }) => price(minor), numeric: true },
          ]}
        />
        <Card title={t('info.returns')}>
          <p>{t('info.returnsText')}</p>
        </Card>
        <Card title={t('info.prices')}>
          <p>{t('info.pricesText', { currency: shop.currency, rate })}</p>
        </Card>
        <Card title={t('info.seller')}>
          <p>
            {shop.legalName}
            <br />
            {shop.address}
            <br />
            {shop.countryName[lang]}
          </p>
        </Card>
      </Stack>
    ),
  });
}
