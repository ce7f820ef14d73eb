-- Messages of one subject are taken from the few that are due: no statement needs an index over all.
drop index outgoing_message_about;
