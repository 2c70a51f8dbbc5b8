/** First key of the advisory locks of holders ("mitr"); the second names the holder. */
export const HOLDER_LOCK_CLASS = 0x6d697472;

/** The ids of the holders whose lock is held, for `id in (…)`. */
export const LIVING_HOLDERS = `
  select living.id from holder living
    join pg_locks l on l.locktype = 'advisory' and l.granted and l.objsubid = 2
     and l.database = (select oid from pg_database where datname = current_database())
     and l.classid = ${HOLDER_LOCK_CLASS} and l.objid = living.lock_key::oid`;
