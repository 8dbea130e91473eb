export {
  bytesByKind,
  kindTable,
  originRows,
  ownerTable,
  savableBytes,
  savingTable,
  type WeightTable,
} from './tables.ts';
