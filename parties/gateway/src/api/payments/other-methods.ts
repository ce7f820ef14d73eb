// The original's payment methods that are not here: whoever names one in a request is told so by its
// name, not that the parameter is unknown.

import { absent } from '../kernel/parameters.ts';

const names = [
  ...['acss_debit', 'affirm', 'afterpay_clearpay', 'alipay', 'alma', 'amazon_pay'],
  ...['au_becs_debit', 'bacs_debit', 'bancontact', 'billie', 'bizum', 'blik', 'boleto'],
  ...['card_present', 'cashapp', 'crypto', 'customer_balance', 'eps', 'fpx', 'giropay'],
  ...['grabpay', 'ideal', 'interac_present', 'kakao_pay', 'klarna', 'konbini', 'kr_card'],
  ...['link', 'mb_way', 'mobilepay', 'multibanco', 'naver_pay', 'nz_bank_account', 'oxxo'],
  ...['p24', 'pay_by_bank', 'payco', 'paynow', 'paypal', 'paypay', 'payto', 'pix'],
  ...['promptpay', 'revolut_pay', 'samsung_pay', 'satispay', 'scalapay', 'sepa_debit'],
  ...['sequra', 'sofort', 'sunbit', 'swish', 'twint', 'upi', 'us_bank_account'],
  ...['wechat_pay', 'zip'],
];

/** Fields of a schema that nothing may be given for; its output does not know them. */
export const otherMethods: Readonly<Record<never, never>> = Object.fromEntries(
  names.map((name) => [name, absent(`payments by ${name}`)]),
);
