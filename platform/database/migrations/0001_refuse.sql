-- A refusal raised inside a statement undoes the whole statement: that is how one round trip can
-- be all or nothing without begin and commit. KA001 is a refusal of a function, KA002 of a guard.
create function kassa_refuse(reason text, detail text default '') returns integer
language plpgsql as $$
begin
  raise exception using errcode = 'KA001', message = reason, detail = detail;
end $$;

create function kassa_refuse_guard(guard text) returns integer
language plpgsql as $$
begin
  raise exception using errcode = 'KA002', message = guard;
end $$;
