import { defineCheck, finding, type ImageConfig, passUnless, plural, seen, z } from '../kit.ts';

const OCI = 'org.opencontainers.image';
const TRACEABLE = [`${OCI}.title`, `${OCI}.version`, `${OCI}.source`, `${OCI}.revision`];

export default defineCheck({
  id: 'image/labels',
  version: 1,
  title: 'The image carries the labels that make it traceable',
  why: 'From a running container one must find the source, the revision and the version that it was built from.',
  remedy:
    'Add `LABEL org.opencontainers.image.source=… org.opencontainers.image.revision=$REVISION`, or `--label` to the build.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  reads: ['image.config'],
  params: z.strictObject({
    labels: z.array(z.string().min(1)).min(1).default(TRACEABLE).describe('Labels that must be there and not empty'),
  }),
  reasons: ['label-missing'],
  example: { image: { config: { labels: Object.fromEntries(TRACEABLE.map((name) => [name, 'tmws'])) } } },
  mutants: [
    {
      level: 'K',
      title: 'no label at all',
      reason: 'label-missing',
      edit: (config) => ({ ...config, labels: {} }),
    },
  ],
  mutantsFor: (_, { labels }) =>
    labels.map((name) => ({
      level: 'K' as const,
      title: `without the label ${name}`,
      reason: 'label-missing' as const,
      edit: (config: ImageConfig) => ({
        ...config,
        labels: Object.fromEntries(Object.entries(config.labels).filter(([key]) => key !== name)),
      }),
    })),

  judge: ({ image: { config } }, { labels }) => {
    const valueOf = (name: string) => (Object.hasOwn(config.labels, name) ? (config.labels[name] ?? '') : null);
    const missing = labels.filter((name) => (valueOf(name) ?? '').trim() === '');
    const absent = missing.filter((name) => valueOf(name) === null);
    const empty = missing.filter((name) => valueOf(name) !== null);
    const faults = [
      ...(absent.length === 0
        ? []
        : [`${plural(absent.length, 'label is', 'labels are')} missing: ${absent.join(', ')}`]),
      ...(empty.length === 0 ? [] : [`${plural(empty.length, 'label is', 'labels are')} empty: ${empty.join(', ')}`]),
    ];
    const present = Object.keys(config.labels).join(', ') || '(none)';
    return passUnless(
      faults.length === 0 ? [] : [finding('label-missing', faults.join('; '), seen.value('labels', present))],
      labels.map((name) => seen.value(name, valueOf(name) ?? '')),
    );
  },
});
