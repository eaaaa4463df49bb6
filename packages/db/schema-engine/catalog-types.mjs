import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const OID = { CHAR: 18, TEXT: 25, NAME_ARRAY: 1003, TEXT_ARRAY: 1009 };

/**
 * PostgreSQL's catalog has columns of the types `"char"` and `name[]`, which adapter-pg rejects. They are read as
 * text, and a `"char"` is given to the engine as the single character it expects.
 *
 * @template {{ performIO: Function, queryRaw: Function, startTransaction?: Function }} T
 * @param {T} queryable
 * @returns {T}
 */
export function acceptCatalogTypes(queryable) {
  const characterColumns = new WeakMap();
  const [performIO, queryRaw] = [queryable.performIO.bind(queryable), queryable.queryRaw.bind(queryable)];

  queryable.performIO = async (query) => {
    const result = await performIO(query);
    characterColumns.set(
      query,
      result.fields.map((field) => field.dataTypeID === OID.CHAR),
    );
    for (const field of result.fields) {
      if (field.dataTypeID === OID.CHAR) field.dataTypeID = OID.TEXT;
      if (field.dataTypeID === OID.NAME_ARRAY) field.dataTypeID = OID.TEXT_ARRAY;
    }
    return result;
  };

  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const isCharacter = characterColumns.get(query);
    const columnTypes = result.columnTypes.map((type, i) =>
      isCharacter[i] ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };

  if (queryable.startTransaction) {
    const start = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (level) => acceptCatalogTypes(await start(level));
  }
  return queryable;
}
