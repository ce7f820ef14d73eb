-- Why: the gateway may ask what became of a request (0600). One that never arrived is remembered under
-- its name, so that it is refused if it still comes: what was promised then stays true.
alter table card_authorization
  drop constraint card_authorization_state,
  add constraint card_authorization_state check (
    case state
      when 'sent' then response_code is null
      when 'approved' then response_code = '00' and authorization_code is not null
      when 'declined' then response_code <> '00'
      -- Certainly not sent, or nobody knows: the gateway was told 91.
      when 'not_sent' then response_code = '91'
      when 'unknown' then response_code = '91'
      when 'never_arrived' then response_code is null
      when 'reversed' then true
      else false
    end
  );
