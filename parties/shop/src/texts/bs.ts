// Bosanski.
export const bs = {
  'nav.all': 'Sve',
  'nav.cart': 'Korpa',
  'nav.cartOf': {
    one: 'Korpa, {count} artikal',
    few: 'Korpa, {count} artikla',
    other: 'Korpa, {count} artikala',
  },
  'foot.prices':
    'Sve cijene uključuju PDV {rate}. Plaćanje karticom obavlja Kassa; ova prodavnica nikad ne vidi broj vaše kartice.',
  'foot.info': 'Dostava, povrat i uslovi',

  'home.shop': 'Pogledajte ponudu',
  'home.results': { one: '{count} proizvod', few: '{count} proizvoda', other: '{count} proizvoda' },
  'home.search': 'Traži',
  'home.searchFor': 'Traži proizvode',
  'home.found': 'Pronađeno za „{query}“',
  'home.nothing': 'Ništa nije pronađeno',
  'home.nothingHelp':
    'Nema proizvoda s tom riječi. Pokušajte s drugom ili pogledajte cijelu ponudu.',
  'home.showAll': 'Prikaži sve',
  'home.promise.delivery': 'Dostava: {time}',
  'home.promise.free': 'Besplatna dostava od',
  'home.promise.safe': 'Kartično plaćanje potvrđuje vaša banka',
  'home.promise.download': 'Vodiči za preuzimanje odmah',

  'product.add': 'Dodaj u korpu',
  'product.quantity': 'Količina',
  'product.digital': 'Za preuzimanje',
  'product.offer': 'Akcija',
  'product.before': 'Prije',
  'product.vat': 'PDV uključen',
  'product.arrives': 'Dostava: {time}',
  'product.atOnce': 'Vaše odmah nakon plaćanja',
  'product.back': 'Nazad u prodavnicu',
  'product.more': 'Možda vam se svidi',
  'product.gone': 'Ovog proizvoda više nema',
  'product.goneHelp': 'Možda je preimenovan ili rasprodan. Pogledajte šta još imamo.',

  'cart.title': 'Vaša korpa',
  'cart.empty': 'Vaša korpa je prazna',
  'cart.emptyHelp': 'Ovdje će vas čekati ono što izaberete.',
  'cart.toShop': 'U prodavnicu',
  'cart.item': 'Proizvod',
  'cart.quantityOf': 'Količina: {name}',
  'cart.update': 'Osvježi',
  'cart.remove': 'Ukloni',
  'cart.removeOf': 'Ukloni {name}',
  'cart.subtotal': 'Artikli',
  'cart.delivery': 'Dostava',
  'cart.deliveryLater': 'u sljedećem koraku',
  'cart.deliveryNone': 'Nije potrebna',
  'cart.free': 'Besplatno',
  'cart.total': 'Ukupno',
  'cart.vat': 'Uključen PDV {rate}',
  'cart.checkout': 'Na blagajnu',
  'cart.added': 'Dodano u korpu',
  'cart.continue': 'Nastavi kupovinu',
  'cart.paidOrder': 'Vaša narudžba {number} je plaćena',
  'cart.paidOrderHelp': 'Neće biti naplaćena ponovo.',
  'cart.showOrder': 'Prikaži narudžbu',
  'cart.openOrder': 'Narudžba {number} još čeka plaćanje',
  'cart.openOrderHelp':
    'Njen iznos ostaje kako je naručeno. Ako promijenite korpu i ponovo naručite, stara narudžba se otkazuje.',
  'cart.error.no_such_product': 'Ovaj proizvod se više ne prodaje.',
  'cart.error.not_a_quantity': 'Upišite količinu kao cijeli broj, na primjer 2.',
  'cart.error.too_many': 'Najviše {max} komada ovog proizvoda u jednoj narudžbi.',
  'cart.error.cart_full': 'Korpa je puna: najviše 30 različitih proizvoda u jednoj narudžbi.',
  'cart.error.moved': 'Korpa je u istom trenutku promijenjena u drugom prozoru. Pokušajte ponovo.',

  'checkout.title': 'Blagajna',
  'checkout.lead':
    'U sljedećem koraku plaćate na sigurnoj stranici Kassa. Ovdje se ništa ne naplaćuje.',
  'checkout.contact': 'Kontakt',
  'checkout.name': 'Ime i prezime',
  'checkout.email': 'E-mail',
  'checkout.emailHint': 'Na ovu adresu stiže potvrda.',
  'checkout.phone': 'Telefon',
  'checkout.phoneHint': 'Za dostavljača, ako niste kod kuće.',
  'checkout.delivery': 'Dostava',
  'checkout.address': 'Adresa za dostavu',
  'checkout.street': 'Ulica i broj',
  'checkout.postalCode': 'Poštanski broj',
  'checkout.city': 'Mjesto',
  'checkout.country': 'Država',
  'checkout.digitalOnly': 'Ništa se ne šalje: narudžbu preuzimate odmah nakon plaćanja.',
  'checkout.summary': 'Vaša narudžba',
  'checkout.change': 'Promijeni',
  'checkout.pay': 'Naruči i plati',
  'checkout.payHere': 'Radije plati ovdje, u prodavnici',
  'payHere.title': 'Plaćanje karticom',
  'payHere.lead':
    'Broj kartice ide pravo u Kassu, koja obavlja plaćanje. Ova prodavnica saznaje samo da ste platili.',
  'payHere.pay': 'Plati {amount}',
  'payHere.paying': 'Trenutak …',
  'payHere.failed':
    'Polja za karticu nisu se mogla učitati. Platite na stranici za plaćanje; narudžba je ista.',
  'payHere.noScript':
    'Ovaj način plaćanja treba JavaScript. Stranica za plaćanje radi i bez njega; narudžba je ista.',
  'payHere.other': 'Plati na stranici za plaćanje',
  'checkout.payNote': 'Plaćanje potvrđujete na sljedećoj stranici.',
  'checkout.terms': 'Naručivanjem prihvatate:',
  'checkout.errors': {
    one: 'Provjerite {count} polje',
    few: 'Provjerite {count} polja',
    other: 'Provjerite {count} polja',
  },
  'checkout.priceChanged': 'Ukupan iznos se promijenio:',
  'checkout.priceChangedHelp':
    'Otkako je ova stranica otvorena, promijenila se korpa, dostava ili cijena. Pogledajte novi iznos i naručite ponovo ako se slažete.',
  'checkout.error.name': 'Upišite ime i prezime.',
  'checkout.error.email': 'Upišite adresu e-pošte, na primjer ime@primjer.ba.',
  'checkout.error.phone': 'Upišite cifre, razmake i + na početku, ili ostavite prazno.',
  'checkout.error.delivery': 'Izaberite način dostave.',
  'checkout.error.street': 'Upišite ulicu i broj.',
  'checkout.error.postalCode': 'Upišite poštanski broj ciframa, na primjer {example}.',
  'checkout.error.city': 'Upišite mjesto.',

  'steps.label': 'Vaša narudžba, korak po korak',
  'steps.cart': 'Korpa',
  'steps.details': 'Podaci',
  'steps.payment': 'Plaćanje',
  'steps.done': 'Potvrda',

  'order.number': 'Narudžba {number}',
  'order.placed': 'Naručeno',
  'order.paidAt': 'Plaćeno',
  'order.reference': 'Broj plaćanja',
  'order.items': 'Šta ste naručili',
  'order.pieces': '{count} ×',
  'order.deliveryTo': 'Adresa dostave',
  'order.collect': 'Preuzimate sami',
  'order.contact': 'Potvrda na',
  'order.paid': 'Hvala, vaša narudžba je potvrđena',
  'order.paidLead': 'Plaćanje je zabilježeno pod brojem plaćanja ispod. Potvrda stiže na {email}.',
  'order.paidLate':
    'Plaćanje je stiglo nakon što je narudžba bila zatvorena. Držimo se dogovora: narudžba je potvrđena.',
  'order.next': 'Šta slijedi',
  'order.nextGoods': 'Pakujemo narudžbu i predajemo je na dostavu: {time}.',
  'order.nextDigital': 'Preuzimanje je spremno ovdje i ostaje dostupno na ovoj adresi.',
  'order.download': 'Preuzmi',
  'order.waiting': 'Vaša narudžba čeka plaćanje',
  'order.waitingLead':
    'Sačuvana je pod svojim brojem i ništa još nije naplaćeno. Možete platiti sada ili kasnije danas.',
  'order.pay': 'Nastavi na plaćanje',
  'order.payOther': 'Pokušaj drugom karticom',
  'order.cancel': 'Otkaži narudžbu',
  'order.refused': 'Plaćanje nije odobreno',
  'order.refusedLead':
    'Narudžba {number} je sačuvana i ništa nije naplaćeno. Istu narudžbu možete platiti drugom karticom.',
  'order.checking': 'Pitamo banku',
  'order.checkingLead':
    'Odgovor na vaše plaćanje još nije stigao. Molimo ne plaćajte ponovo: ova stranica sama pita i pokazuje ishod čim bude poznat.',
  'order.checkingNote':
    'Možete i zatvoriti stranicu: ishod stoji na ovoj adresi, a potvrda stiže e-poštom na {email}.',
  'order.unreachable': 'Stranica za plaćanje trenutno nije dostupna',
  'order.unreachableLead':
    'Narudžba {number} je sačuvana. Ne pokrećemo drugo plaćanje: pokušajte ponovo za koji trenutak.',
  'order.retry': 'Pokušaj ponovo',
  'order.cancelled': 'Ova narudžba je otkazana',
  'order.cancelledLead': 'Nije naplaćena. Ono što ste izabrali možda je još u vašoj korpi.',
  'order.cancelledReplaced':
    'Promijenili ste korpu i ponovo naručili, pa je ovu narudžbu zamijenila novija. Nije naplaćena.',
  'order.expired': 'Ova narudžba je istekla',
  'order.expiredLead':
    'Nije plaćena na vrijeme i zatvorena je. Ništa nije naplaćeno; slobodno naručite ponovo.',
  'order.notCancelled':
    'Narudžba se ne može otkazati: plaćanje je u toku. Ishod prikazujemo čim bude poznat.',
  'order.safe': 'Sačuvajte ovu adresu: ko je ima, može vidjeti narudžbu.',
  'order.total': 'Ukupno',

  'status.pending': 'Čeka plaćanje',
  'status.checking': 'Provjerava se',
  'status.paid': 'Plaćeno',
  'status.cancelled': 'Otkazano',
  'status.expired': 'Isteklo',

  'refusal.insufficient_funds':
    'Banka kaže: na računu ove kartice nema dovoljno novca ni kredita. Upotrijebite drugu karticu ili pokušajte kad ga bude.',
  'refusal.expired_card': 'Banka kaže: kartica je istekla. Upotrijebite drugu.',
  'refusal.incorrect_cvc':
    'Sigurnosni kod (CVC) se ne podudara. Provjerite tri cifre na poleđini kartice i pokušajte ponovo.',
  'refusal.incorrect_number': 'Takva kartica ne postoji. Provjerite broj i pokušajte ponovo.',
  'refusal.authentication':
    'Vaša banka nije mogla potvrditi da ste to vi. Pokušajte ponovo i upišite kod iz banke, ili upotrijebite drugu karticu.',
  'refusal.limit':
    'Banka kaže: dostignut je limit ove kartice. Možete ga povećati u aplikaciji banke ili upotrijebiti drugu karticu.',
  'refusal.not_allowed':
    'Kartica ne dozvoljava ovu vrstu plaćanja. Uključite internet plaćanja u aplikaciji banke ili upotrijebite drugu karticu.',
  'refusal.contact_bank':
    'Vaša banka ne odobrava plaćanja ovom karticom. Obratite se banci ili upotrijebite drugu karticu.',
  'refusal.technical':
    'Tehnička smetnja između banaka; nema veze s vašom karticom. Pokušajte za nekoliko minuta ili drugom karticom.',
  'refusal.other':
    'Vaša banka je odbila plaćanje i nije navela razlog. Upotrijebite drugu karticu ili pitajte banku.',

  'error.notFound': 'Ovdje nema ničega',
  'error.notFoundHelp':
    'Adresa nije tačna ili onoga što je označavala više nema. Narudžba se otvara samo punom adresom iz potvrde.',
  'error.trouble': 'To nije uspjelo',
  'error.troubleHelp': 'Greška je kod nas i zabilježena je. Time ništa nije naplaćeno.',
  'error.refusedHelp': 'Zahtjev se nije mogao pročitati. Vratite se i pokušajte ponovo.',
  'error.request': 'Zahtjev {id}',

  'info.title': 'Dostava, povrat i uslovi',
  'info.payment': 'Plaćanje',
  'info.paymentText':
    'Karticom plaćate na stranici platforme Kassa, u izgledu ove prodavnice. Broj kartice i sigurnosni kod idu pravo tamo i nikad ne prolaze kroz nas; mi dobijamo samo broj plaćanja. Banka vas može zamoliti da plaćanje potvrdite kodom.',
  'info.delivery': 'Dostava',
  'info.returns': 'Povrat i reklamacije',
  'info.returnsText':
    'Robu možete vratiti u roku od 14 dana od prijema, bez navođenja razloga, a novac vraćamo na istu karticu. Oštećen paket odbijte i pišite nam. Preuzimanje počinje odmah, pa pravo na odustanak prestaje kad preuzimanje počne.',
  'info.prices': 'Cijene',
  'info.pricesText':
    'Cijene su u valuti {currency} i uključuju PDV {rate}. Vrijedi cijena prikazana pri naručivanju; ostaje i ako se promijeni prije plaćanja.',
  'info.seller': 'Prodavac',
  'info.time': 'Rok',
  'info.price': 'Cijena',

  'mail.subject': 'Narudžba {number} je potvrđena',
  'mail.hello': 'Zdravo {name},',
  'mail.thanks': 'hvala na narudžbi. Plaćena je i potvrđena.',
  'mail.open': 'Pogledajte narudžbu',
  'mail.download': 'Preuzmite {name}',
  'mail.questions': 'Pitanja? Samo odgovorite na ovu poruku i navedite broj narudžbe.',
} as const;
