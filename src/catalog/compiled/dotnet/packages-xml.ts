import type { Found, Reader, Reading } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { readXml } from '../xml.ts';

type Read = { readonly packages: readonly Found[] } | { readonly fault: string };

/** `packages.config`: NuGet before there were references in projects. */
export const packagesConfig: Reader = {
  cataloguer: 'nuget-config',
  says: 'declared',
  names: ['packages.config'],
  read: (file) => said('nuget-config', file, readPackagesConfig(textOf(file.bytes))),
};

/** `Directory.Packages.props` and its kin: versions for all projects of a folder. */
export const packagesProps: Reader = {
  cataloguer: 'nuget-props',
  says: 'declared',
  extensions: ['.props'],
  names: ['Packages.props', 'packages.props'],
  where: (path) => path.toLowerCase().endsWith('packages.props'),
  read: (file) => said('nuget-props', file, readPackagesProps(textOf(file.bytes))),
};

function said(cataloguer: string, file: Parameters<Reader['read']>[0], read: Read): Reading {
  return 'fault' in read ? reading(cataloguer, file, [], read.fault) : reading(cataloguer, file, read.packages);
}

export function readPackagesConfig(source: string): Read {
  const root = readXml(source);
  if ('fault' in root) return root;
  const packages = root.children
    .filter(({ name }) => name === 'package')
    .map(
      ({ attributes, startLine, endLine }): Found => ({
        type: 'nuget',
        name: attributes.get('id') ?? '',
        version: attributes.get('version') ?? '',
        isDirect: true,
        ...(attributes.get('developmentDependency') === 'true' ? { isDev: true } : {}),
        lines: [startLine, endLine],
      }),
    );
  return { packages: packages.filter(({ name, version }) => name !== '' && version !== '') };
}

const ITEMS: ReadonlySet<string> = new Set(['PackageReference', 'PackageVersion', 'GlobalPackageReference']);

export function readPackagesProps(source: string): Read {
  const root = readXml(source);
  if ('fault' in root) return root;
  if (root.name !== 'Project') return { fault: 'it is no project: the root is not <Project>' };
  const items = root.children.filter(({ name }) => name === 'ItemGroup').flatMap(({ children }) => children);
  const packages = items
    .filter(({ name }) => ITEMS.has(name))
    .map(
      ({ attributes, startLine, endLine }): Found => ({
        type: 'nuget',
        name: (attributes.get('Include') || attributes.get('Update') || '').trim(),
        version: (attributes.get('Version') ?? '').trim(),
        isDirect: true,
        lines: [startLine, endLine],
      }),
    );
  // `$(Name)` is a variable of the build, which only the build knows.
  return {
    packages: packages.filter(({ name, version }) => name !== '' && version !== '' && !/\$\(/.test(name + version)),
  };
}
