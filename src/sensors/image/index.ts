export type { AnalyseOptions } from './analyse-layer.ts';
export { type ImageParts, type ImageSource, imageFactsOf, prepareImage, type SourceLayer } from './image-source.ts';
export { type LoadedImage, loadedImage } from './loaded.ts';
export { type LayerFacts, packLayer, unpackLayer } from './layer-facts.ts';
export {
  imageFromExample,
  layerOf,
  plantLayers,
  sourceFromExample,
  withConfig,
  withForgedConfig,
  withLayers,
} from './mutants.ts';
export { createImageSensor, type ImageSensorOptions, imageSensor, readArchivedImage, readImage } from './sensor.ts';
