import type { Found, Reader } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { foundProgram } from './found-program.ts';

/** A file beside or instead of an executable that says which version of a program this is. */
interface Teller {
  readonly cataloguer: string;
  readonly paths?: RegExp;
  readonly names?: readonly string[];
  readonly mostBytes?: number;
  readonly tell: (text: string) => Found | null;
}

const TELLERS: readonly Teller[] = [
  {
    cataloguer: 'program-go',
    names: ['VERSION'],
    mostBytes: 4096,
    tell: told('go', /^(?:devel )?go(\d\.\d{1,3}[\w.-]{0,40})/),
  },
  {
    cataloguer: 'program-erlang',
    names: ['liberts_internal.a', 'liberts_internal_r.a'],
    tell: told('erlang', /otp(?:_src_|-)(\d{1,2}(?:\.\d{1,3}){1,4}(?:-rc\d)?)\//),
  },
  {
    cataloguer: 'program-wp-cli',
    names: ['wp', 'wp-cli.phar'],
    tell: told('wp-cli', /wp-cli\/wp-cli (\d{1,2}\.\d{1,3}\.\d{1,3})/),
  },
  {
    // The archive's own list of what is installed in it begins with the archive itself.
    cataloguer: 'program-composer',
    names: ['composer', 'composer.phar'],
    tell: told(
      'composer',
      /'pretty_version'\s{0,8}=>\s{0,8}'v?(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-?(?:alpha|beta|RC)\d{0,2})?)'/,
    ),
  },
  { cataloguer: 'program-firefox', names: ['application.ini'], mostBytes: 1 << 16, tell: mozilla },
  {
    cataloguer: 'program-elixir',
    names: ['elixir'],
    mostBytes: 1 << 20,
    tell: told('elixir', /\nELIXIR_VERSION="?(\d\.\d{1,3}\.\d{1,3}(?:-[\w.]{1,20})?)/),
  },
  {
    cataloguer: 'program-elixir',
    names: ['elixir.app'],
    mostBytes: 1 << 20,
    tell: told('elixir', /\{application,\s{0,8}elixir,[^]{0,400}?\{vsn,\s{0,8}"(\d[\w.-]{1,40})"\}/),
  },
];

export const textProgramReaders: readonly Reader[] = TELLERS.map(
  ({ cataloguer, names, paths, mostBytes, tell }): Reader => ({
    cataloguer,
    says: 'installed',
    ...(names ? { names } : {}),
    ...(paths ? { paths } : {}),
    ...(mostBytes ? { mostBytes } : {}),
    read: (file) => {
      const found = tell(file.bytes.toString('latin1'));
      return found === null ? null : reading(cataloguer, file, [found]);
    },
  }),
);

function told(name: string, expression: RegExp): Teller['tell'] {
  return (text) => {
    const version = expression.exec(text)?.[1];
    return version === undefined ? null : foundProgram({ name }, version);
  };
}

/** `application.ini` of a Mozilla program: the section `[App]` names it. */
function mozilla(text: string): Found | null {
  const [, after = ''] = text.split(/^\[App\]\s*$/m, 2);
  const [section = ''] = after.split(/^\[/m, 1);
  const valueOf = (key: string) =>
    section
      .split('\n')
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim() ?? '';
  const name = valueOf('Name').toLowerCase();
  const version = valueOf('Version');
  return valueOf('Vendor') !== 'Mozilla' || name === '' || version === '' ? null : foundProgram({ name }, version);
}
