import type { Program } from './program.ts';

/** Shells, tools and libraries. */
export const tools: readonly Program[] = [
  { name: 'busybox', files: /^(?:busybox|\[)$/, near: ['BusyBox '], versions: [/BusyBox v(\d\.\d{1,3}\.\d{1,3})/] },
  {
    name: 'util-linux',
    files: /^(?:getopt|lsblk|mount|umount|fdisk|findmnt|dmesg|blkid|nsenter|unshare|setpriv)$/,
    near: ['util-linux '],
    versions: [/util-linux (\d\.\d{1,3}(?:\.\d{1,3})?(?:-rc\d)?)\0/],
  },
  { name: 'bash', files: /^bash$/, near: ['Bash version '], versions: [/Bash version (\d\.\d{1,2}\.\d{1,3})\(/] },
  {
    name: 'openssl',
    files: /^(?:openssl|lib(?:ssl|crypto)\.so[\d.]{0,8})$/,
    near: ['OpenSSL '],
    versions: [
      /OpenSSL (\d\.\d{1,2}\.\d{1,2}[a-z]{0,2}(?:-(?:alpha|beta|pre|dev)\d{0,2})?)  ?\d{1,2} [A-Z][a-z]{2} \d{4}/,
    ],
  },
  { name: 'aws-lc', files: /^openssl$/, near: ['AWS-LC '], versions: [/AWS-LC (\d{1,2}\.\d{1,3}\.\d{1,3})\)/] },
  {
    name: 'curl',
    files: /^libcurl(?:-gnutls|-nss)?\.so[\d.]{0,8}$/,
    near: ['libcurl/'],
    versions: [/libcurl\/(\d\.\d{1,3}\.\d{1,3})/],
    purl: 'generic/curl',
  },
  { name: 'curl', files: /^curl$/, near: ['curl/'], versions: [/(?<![a-z])curl\/(\d\.\d{1,3}\.\d{1,3})/] },
  {
    name: 'openldap',
    files: /^(?:ldap(?:search|add|modify|delete|whoami|compare|passwd|exop)|slapd)$/,
    near: ['$OpenLDAP: '],
    versions: [/\$OpenLDAP: [\w-]{1,20} (\d\.\d{1,2}\.\d{1,3}) /],
  },
  {
    name: 'krb5',
    files: /^libkrb5\.so[\d.]{0,8}$/,
    near: ['KRB5_BRAND: '],
    versions: [/KRB5_BRAND: krb5-(\d\.\d{1,3}(?:\.\d{1,3})?)-/],
  },
  {
    name: 'heimdal-krb5',
    files: /^libkrb5\.so[\d.]{0,8}$/,
    near: ['Version: Heimdal '],
    versions: [/Version: Heimdal (\d\.\d{1,3}\.\d{1,3})/],
  },
  {
    name: 'qtbase',
    files: /^libQt\d?Core\.so[\d.]{0,10}$/,
    near: ['QtCore library version ', 'Qt '],
    versions: [/QtCore library version (\d\.\d{1,3}\.\d{1,3})/, /Qt (\d\.\d{1,3}\.\d{1,3}) \(/],
  },
  {
    name: 'gcc',
    files: /^(?:[\w]{1,12}-[\w-]{1,24}-)?gcc(?:-\d{1,2}[\d.]{0,6})?$/,
    near: ['GCC: ('],
    versions: [/GCC: \([^)\0]{1,80}\) (\d{1,2}\.\d{1,2}\.\d{1,2})/],
  },
  { name: 'zstd', files: /^zstd(?:mt)?$/, near: ['Zstandard CLI'], versions: [/\0v?(\d\.\d{1,2}\.\d{1,2})\0/] },
  {
    name: 'xz',
    files: /^(?:xz|xzdec|lzmadec|lzmainfo)$/,
    near: ['(XZ Utils) '],
    versions: [/\(XZ Utils\) (\d\.\d{1,2}\.\d{1,2}(?:alpha|beta)?)/],
  },
  {
    name: 'gzip',
    files: /^gzip$/,
    near: ['not in gzip format', 'method  crc'],
    versions: [/\0(\d\.\d{1,3}(?:\.\d{1,2})?)\0/],
  },
  {
    name: 'jq',
    files: /^jq$/,
    near: ['jq: error (at %s)'],
    versions: [/\0(?:jq-)?(\d\.\d{1,2}(?:\.\d{1,2})?(?:rc\d)?)\0/],
  },
  {
    name: 'chrome',
    files: /^(?:chrome|chromium|chromium-browser|headless_shell|chrome-headless-shell)$/,
    near: ['/usr/share/chromium/extensions', '\0Default\0', '\0Default\n'],
    versions: [/\0(\d{2,3}\.\d{1,2}\.\d{3,5}\.\d{1,4})\0Default/, /\0(\d{2,3}\.\d{1,2}\.\d{3,5}\.\d{1,4})\0/],
  },
  {
    name: 'ffmpeg',
    files:
      /^(?:ff(?:mpeg|probe|play)|lib(?:av(?:codec|format|util|filter|device)|sw(?:resample|scale))[\w-]{0,12}\.so[\d.]{0,12})$/,
    near: ['version '],
    versions: [/(?:%s|FFmpeg) version n?(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)/],
  },
];
