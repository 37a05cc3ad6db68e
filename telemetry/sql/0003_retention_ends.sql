-- A rule ended, until now, where the next one of its series began; say so before it is required.
UPDATE telemetry_retentionrule AS rule
SET valid_to = next.valid_from
FROM (
    SELECT id, lead(valid_from) OVER (PARTITION BY series ORDER BY valid_from) AS valid_from
    FROM telemetry_retentionrule
) AS next
WHERE next.id = rule.id AND next.valid_from < COALESCE(rule.valid_to, 'infinity');

-- A rule that ended before it began never held.
DELETE FROM telemetry_retentionrule WHERE valid_to <= valid_from;
