DROP TRIGGER guard_document ON documents_document;
DROP FUNCTION documents_guard_document();
DROP TRIGGER never_deleted ON documents_document;
DROP TRIGGER only_grows ON documents_storedfile;
DROP TRIGGER only_grows ON documents_version;
DROP FUNCTION documents_only_grows();
