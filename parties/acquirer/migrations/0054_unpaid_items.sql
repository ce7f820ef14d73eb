-- What is settled and waits for a payout, in pages.
create index item_unpaid on item (mid, number) where state = 'settled' and payout_id is null;
