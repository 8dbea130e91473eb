import type { Program } from './program.ts';

/** Databases and caches. */
export const databases: readonly Program[] = [
  {
    name: 'arangodb',
    files: /^arango(?:sh|d|backup|dump|restore|import|export)$/,
    near: [' [linux]', ' [darwin]'],
    versions: [/(\d{1,3}\.\d{1,3}\.\d{1,3}(?:-\d{1,3})?)(?: enterprise)? \[/],
  },
  {
    name: 'postgresql',
    files: /^postgres$/,
    near: ['PostgreSQL '],
    versions: [/PostgreSQL(?:\))? (\d{1,2}(?:\.\d{1,2}){0,2}(?:(?:alpha|beta|rc)\d{1,2})?)(?: on | \(|\0)/],
  },
  {
    name: 'percona-server',
    files: /^mysqld?$/,
    near: ['ercona-server-'],
    versions: [/[Pp]ercona-server-(\d{1,2}\.\d{1,2}\.\d{1,3})/],
  },
  {
    name: 'percona-xtradb-cluster',
    files: /^mysqld?$/,
    near: ['ercona-XtraDB-Cluster-', 'ercona-xtradb-cluster-'],
    versions: [/ercona-[Xx]tra[Dd][Bb]-[Cc]luster-(\d{1,2}\.\d{1,2}\.\d{1,3})/],
  },
  {
    name: 'percona-xtrabackup',
    files: /^xtrabackup$/,
    near: ['ercona-xtrabackup-'],
    versions: [/ercona-xtrabackup-(\d{1,2}\.\d{1,2}\.\d{1,3})-/],
  },
  {
    name: 'mysql',
    files: /^mysql$/,
    near: ['/mysql-', '\0mysql'],
    versions: [/\/mysql-(?:\d\.\d-)?(\d{1,2}\.\d{1,2}\.\d{1,3})/, /\0(\d{1,2}\.\d{1,2}\.\d{1,3})\0+mysql/],
  },
  {
    name: 'mysql-server',
    files: /^mysqld$/,
    near: ['/mysql-', '-ndb-'],
    versions: [/\/mysql-(?:\d\.\d-)?(\d{1,2}\.\d{1,2}\.\d{1,3})\//, /\0(\d{1,2}\.\d{1,2}\.\d{1,3})-ndb-\d/],
  },
  {
    name: 'mysql-cluster',
    files: /^(?:mysqld|ndbd|ndbmtd|ndb_mgmd|ndb_mgm)$/,
    near: ['mysql-cluster-', '-ndb-'],
    versions: [/mysql-cluster-(?:gpl-|commercial-)?(\d{1,2}\.\d{1,2}\.\d{1,3})/, /-ndb-(\d{1,2}\.\d{1,2}\.\d{1,3})/],
  },
  {
    name: 'mariadb',
    files: /^(?:mariadbd?|mysqld?)$/,
    near: ['-MariaDB', '/mariadb-'],
    versions: [/(\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB/, /\/mariadb-(\d{1,2}\.\d{1,2}\.\d{1,3})/],
  },
  {
    name: 'mongodb',
    files: /^mongo[ds]$/,
    near: ['tcmalloc', 'EnableVersionInfo', '\0heap_size', '\0cppdefines'],
    versions: [
      /\0(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-(?:rc|alpha)\d{1,3})?)\0(?:tcmalloc|system|heap_size|cppdefines)/,
      /\0(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-(?:rc|alpha)\d{1,3})?)\0[^\0]{1,40}\0mozjs\0/,
    ],
  },
  {
    name: 'memcached',
    files: /^memcached$/,
    near: ['memcached '],
    versions: [/memcached (\d{1,2}\.\d{1,2}\.\d{1,3})/],
  },
  {
    name: 'redis',
    files: /^redis-server$/,
    versions: [/Redis version (\d{1,2}\.\d{1,2}\.\d{1,3})/, buildId()],
  },
  { name: 'valkey', files: /^valkey-server$/, versions: [buildId()] },
  {
    name: 'sqlcipher',
    files: /^sqlcipher$/,
    near: ['sqlcipher_cipher_ctx_init', 'community\0'],
    versions: [/community\0(\d{1,2}\.\d{1,2}\.\d{1,2})\0/, /\0(\d{1,2}\.\d{1,2}\.\d{1,2})\0+%s %s/],
  },
];

/**
 * Version, host and time of the build stand in one word. A host that is a container is named by twelve hexadecimal digits:
 * then the version's last number, which has no leading zero, ends where twelve are left.
 */
function buildId(): RegExp {
  return /(?<![\d.])(\d\.\d{1,2}\.(?:0|[1-9]\d?))(?:[0-9a-f]{12}|[a-z][\w.]{0,40}(?:-[a-z\d]{1,20}){0,4})-\d{16,19}\0/;
}
