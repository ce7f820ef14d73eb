// English: the measure of what the other languages must say.
export const en = {
  'nav.all': 'All',
  'nav.cart': 'Cart',
  'nav.cartOf': { one: 'Cart, {count} item', other: 'Cart, {count} items' },
  'foot.prices':
    'All prices include {rate} VAT. Kassa takes your card payment; this shop never sees your card number.',
  'foot.info': 'Delivery, returns and terms',

  'home.shop': 'To the collection',
  'home.results': { one: '{count} product', other: '{count} products' },
  'home.search': 'Search',
  'home.searchFor': 'Search products',
  'home.found': 'Found for “{query}”',
  'home.nothing': 'Nothing found',
  'home.nothingHelp':
    'There is no product with this word. Try another one, or look through everything.',
  'home.showAll': 'Show everything',
  'home.promise.delivery': 'Delivery: {time}',
  'home.promise.free': 'Free delivery from',
  'home.promise.safe': 'Card payment confirmed by your bank',
  'home.promise.download': 'Guides to download at once',

  'product.add': 'Add to cart',
  'product.quantity': 'Quantity',
  'product.digital': 'Download',
  'product.offer': 'Offer',
  'product.before': 'Before',
  'product.vat': 'VAT included',
  'product.arrives': 'Delivery: {time}',
  'product.atOnce': 'Yours right after payment',
  'product.back': 'Back to the shop',
  'product.more': 'You may also like',
  'product.gone': 'This product is no longer here',
  'product.goneHelp': 'It may have been renamed or sold out. Have a look at what else there is.',

  'cart.title': 'Your cart',
  'cart.empty': 'Your cart is empty',
  'cart.emptyHelp': 'What you choose will wait for you here.',
  'cart.toShop': 'To the shop',
  'cart.item': 'Product',
  'cart.quantityOf': 'Quantity of {name}',
  'cart.update': 'Update',
  'cart.remove': 'Remove',
  'cart.removeOf': 'Remove {name}',
  'cart.subtotal': 'Items',
  'cart.delivery': 'Delivery',
  'cart.deliveryLater': 'at checkout',
  'cart.deliveryNone': 'None needed',
  'cart.free': 'Free',
  'cart.total': 'Total',
  'cart.vat': 'VAT included, {rate}',
  'cart.checkout': 'To checkout',
  'cart.added': 'Added to your cart',
  'cart.continue': 'Continue shopping',
  'cart.paidOrder': 'Your order {number} is paid',
  'cart.paidOrderHelp': 'It will not be charged again.',
  'cart.showOrder': 'Show the order',
  'cart.openOrder': 'Order {number} is still waiting for payment',
  'cart.openOrderHelp':
    'Its amount stays as it was ordered. If you change the cart and order again, the old order is cancelled.',
  'cart.error.no_such_product': 'This product is no longer for sale.',
  'cart.error.not_a_quantity': 'Write the quantity as a whole number, for example 2.',
  'cart.error.too_many': 'At most {max} of this product in one order.',
  'cart.error.cart_full': 'The cart is full: 30 different products in one order at most.',
  'cart.error.moved':
    'The cart was changed in another window at the same moment. Please try again.',

  'checkout.title': 'Checkout',
  'checkout.lead': 'Next you pay on the secure page of Kassa. Nothing is charged here.',
  'checkout.contact': 'Contact',
  'checkout.name': 'First and last name',
  'checkout.email': 'E-mail',
  'checkout.emailHint': 'The confirmation goes here.',
  'checkout.phone': 'Phone',
  'checkout.phoneHint': 'For the driver, if you are not at home.',
  'checkout.delivery': 'Delivery',
  'checkout.address': 'Delivery address',
  'checkout.street': 'Street and number',
  'checkout.postalCode': 'Postal code',
  'checkout.city': 'Town',
  'checkout.country': 'Country',
  'checkout.digitalOnly': 'Nothing has to be sent: you download your order right after payment.',
  'checkout.summary': 'Your order',
  'checkout.change': 'Change',
  'checkout.pay': 'Order and pay',
  'checkout.payHere': 'Pay here in the shop instead',
  'payHere.title': 'Pay by card',
  'payHere.lead':
    'Your card number goes straight to Kassa, who takes the payment. This shop only learns that you have paid.',
  'payHere.pay': 'Pay {amount}',
  'payHere.paying': 'One moment …',
  'payHere.failed':
    'The card fields could not be loaded. Pay on the payment page instead; the order is the same.',
  'payHere.noScript':
    'This way to pay needs JavaScript. The payment page below works without it; the order is the same.',
  'payHere.other': 'Pay on the payment page instead',
  'checkout.payNote': 'You confirm the payment on the next page.',
  'checkout.terms': 'By ordering you accept:',
  'checkout.errors': {
    one: 'One field needs your attention',
    other: '{count} fields need your attention',
  },
  'checkout.priceChanged': 'The total has changed:',
  'checkout.priceChangedHelp':
    'The cart, the delivery or a price changed since this page was opened. Look at the new total and order again if you agree.',
  'checkout.error.name': 'Write your first and last name.',
  'checkout.error.email': 'Write an e-mail address such as ime@primjer.ba.',
  'checkout.error.phone': 'Write digits, spaces and a leading +, or leave it empty.',
  'checkout.error.delivery': 'Choose how your order should reach you.',
  'checkout.error.street': 'Write street and number.',
  'checkout.error.postalCode': 'Write the postal code in digits, such as {example}.',
  'checkout.error.city': 'Write the town.',

  'steps.label': 'Your order, step by step',
  'steps.cart': 'Cart',
  'steps.details': 'Details',
  'steps.payment': 'Payment',
  'steps.done': 'Confirmation',

  'order.number': 'Order {number}',
  'order.placed': 'Ordered',
  'order.paidAt': 'Paid',
  'order.reference': 'Payment number',
  'order.items': 'What you ordered',
  'order.pieces': '{count} ×',
  'order.deliveryTo': 'Delivery to',
  'order.collect': 'You collect it',
  'order.contact': 'Confirmation to',
  'order.paid': 'Thank you, your order is confirmed',
  'order.paidLead':
    'The payment is registered under the payment number below. A confirmation is on its way to {email}.',
  'order.paidLate':
    'Your payment came after the order had been given up. We keep our side: the order is confirmed.',
  'order.next': 'What happens now',
  'order.nextGoods': 'We pack your order and hand it to delivery: {time}.',
  'order.nextDigital': 'Your download is ready here, and stays ready under this address.',
  'order.download': 'Download',
  'order.waiting': 'Your order is waiting for payment',
  'order.waitingLead':
    'It is stored under its number, and nothing has been charged yet. You can go on paying now or later today.',
  'order.pay': 'Go on to payment',
  'order.payOther': 'Try another card',
  'order.cancel': 'Cancel the order',
  'order.refused': 'The payment was not approved',
  'order.refusedLead':
    'Your order {number} is stored and nothing has been charged. You can pay the same order with another card.',
  'order.checking': 'We are asking the bank',
  'order.checkingLead':
    'The answer to your payment has not come yet. Please do not pay again: this page asks by itself and shows the result as soon as it is known.',
  'order.checkingNote':
    'You may also close this page: the result stands under this address, and a confirmation comes by e-mail to {email}.',
  'order.unreachable': 'The payment page cannot be reached right now',
  'order.unreachableLead':
    'Your order {number} is stored. We do not start a second payment: please try again in a moment.',
  'order.retry': 'Try again',
  'order.cancelled': 'This order is cancelled',
  'order.cancelledLead': 'It was not charged. What you chose may still be in your cart.',
  'order.cancelledReplaced':
    'You changed the cart and ordered again, so this order was replaced by the newer one. It was not charged.',
  'order.expired': 'This order has expired',
  'order.expiredLead':
    'It was not paid in time and has been closed. Nothing was charged; you are welcome to order again.',
  'order.notCancelled':
    'The order could not be cancelled: a payment is under way. We show its result as soon as it is known.',
  'order.safe': 'Save this address: whoever has it can see the order.',
  'order.total': 'Total',

  'status.pending': 'Waiting for payment',
  'status.checking': 'Being checked',
  'status.paid': 'Paid',
  'status.cancelled': 'Cancelled',
  'status.expired': 'Expired',

  'refusal.insufficient_funds':
    'The bank says: not enough money or credit on the account of this card. Use another card, or try again when there is.',
  'refusal.expired_card': 'The bank says: this card has expired. Use another one.',
  'refusal.incorrect_cvc':
    'The security code (CVC) did not match. Check the three digits on the back of the card and try again.',
  'refusal.incorrect_number': 'There is no such card. Check the number and try again.',
  'refusal.authentication':
    'Your bank could not confirm that it is you. Try again and enter the code from your bank, or use another card.',
  'refusal.limit':
    'The bank says: a limit of this card is reached. You can raise it in your bank’s app, or use another card.',
  'refusal.not_allowed':
    'The card does not allow this kind of payment. Switch on online payments in your bank’s app, or use another card.',
  'refusal.contact_bank':
    'Your bank does not approve payments with this card. Please contact your bank, or use another card.',
  'refusal.technical':
    'A technical fault between the banks; it has nothing to do with your card. Try again in a few minutes, or use another card.',
  'refusal.other':
    'Your bank refused the payment and did not say why. Use another card, or ask your bank.',

  'error.notFound': 'There is nothing here',
  'error.notFoundHelp':
    'The address is wrong, or what it named is gone. Orders open only by the full address from your confirmation.',
  'error.trouble': 'That did not work',
  'error.troubleHelp':
    'The fault is on our side and has been recorded. Nothing was charged by this.',
  'error.refusedHelp': 'The request could not be read. Go back and try again.',
  'error.request': 'Request {id}',

  'info.title': 'Delivery, returns and terms',
  'info.payment': 'Payment',
  'info.paymentText':
    'You pay by card on a page of Kassa, the payment platform, in the look of this shop. Card number and security code go straight there and never pass through us; we receive only the number of the payment. Your bank may ask you to confirm with a code.',
  'info.delivery': 'Delivery',
  'info.returns': 'Returns and complaints',
  'info.returnsText':
    'You may return goods within 14 days of receiving them, without giving a reason, and get your money back to the same card. Refuse a damaged parcel and write to us. Downloads begin at once, so the right of withdrawal ends when the download starts.',
  'info.prices': 'Prices',
  'info.pricesText':
    'Prices are in {currency} and include {rate} VAT. The price that counts is the one shown when you order; it is kept even if it changes before you pay.',
  'info.seller': 'Who sells',
  'info.time': 'Time',
  'info.price': 'Price',

  'mail.subject': 'Order {number} is confirmed',
  'mail.hello': 'Hello {name},',
  'mail.thanks': 'thank you for your order. It is paid and confirmed.',
  'mail.open': 'See your order',
  'mail.download': 'Download {name}',
  'mail.questions': 'Questions? Just answer this e-mail and name the order number.',
} as const;
