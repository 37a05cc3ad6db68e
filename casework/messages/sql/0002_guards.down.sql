DROP TRIGGER only_grows ON outbox_wording;
DROP TRIGGER only_grows ON outbox_messageevent;
DROP FUNCTION outbox_only_grows();
DROP TRIGGER guard_message ON outbox_message;
DROP FUNCTION outbox_guard_message();
