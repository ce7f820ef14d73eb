-- A refund has a name of its own; its trace is asked for by that one too, and read the whole table.
create index item_by_own_name on item (rrn) where rrn <> original_rrn;
