import ts from 'typescript';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 2020-12) of an exported type, read from its TypeScript source: documentation comments become
 * descriptions, optional properties stay optional, unknown properties are allowed, so that a newer writer's file can
 * still be read.
 *
 * @param file - of the type
 * @throws Error for a type that JSON cannot hold, or that this has no rule for
 */
export function jsonSchema(file: string, typeName: string, id: string): Schema {
  const program = ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    customConditions: ['@aelab/source'],
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === typeName);
  if (!symbol) throw new Error(`jsonSchema: ${file} exports no ${typeName}`);
  const schemas = namedSchemas(checker);
  const root = schemas.of(checker.getDeclaredTypeOfSymbol(symbol));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    ...root,
    $defs: schemas.definitions,
  };
}

/** Schemas of types, those of named ones once in `definitions`. */
function namedSchemas(checker: ts.TypeChecker) {
  const definitions: Record<string, Schema> = {};

  const of = (type: ts.Type): Schema => {
    const name = nameOf(type);
    if (name === undefined) return describe(type);
    if (!(name in definitions)) {
      definitions[name] = {}; // a type may hold itself
      definitions[name] = { ...documentation(type.aliasSymbol ?? type.symbol), ...describe(type) };
    }
    return { $ref: `#/$defs/${name}` };
  };

  const describe = (type: ts.Type): Schema => {
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.isUnion()) return union(type);
    if (checker.isTupleType(type)) return tuple(type as ts.TypeReference);
    if (checker.isArrayType(type))
      return { type: 'array', items: of(checker.getTypeArguments(type as ts.TypeReference)[0]) };
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return object(type);
    throw new Error(`jsonSchema: there is no rule for ${checker.typeToString(type)}`);
  };

  const union = (type: ts.UnionType): Schema => {
    const members = type.types.filter(
      (member) => !(member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.BooleanLiteral)),
    );
    const literals = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
    const others = members.filter((member) => !member.isStringLiteral()).map(of);
    const boolean = type.types.some((member) => member.flags & ts.TypeFlags.BooleanLiteral)
      ? [{ type: 'boolean' }]
      : [];
    const all = [...others, ...boolean, ...(literals.length > 0 ? [{ enum: literals }] : [])];
    return all.length === 1 ? all[0] : { anyOf: all };
  };

  const tuple = (type: ts.TypeReference): Schema => {
    const items = checker.getTypeArguments(type).map(of);
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
  };

  const object = (type: ts.Type): Schema => {
    const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const properties = checker.getPropertiesOfType(type);
    const optional = (property: ts.Symbol) => (property.flags & ts.SymbolFlags.Optional) !== 0;
    const required = properties.filter((property) => !optional(property)).map(({ name }) => name);
    return {
      type: 'object',
      ...(properties.length > 0 && {
        properties: Object.fromEntries(
          properties.map((property) => [property.name, propertySchema(property)]),
        ),
      }),
      ...(required.length > 0 && { required }),
      ...(values && { additionalProperties: of(values) }),
    };
  };

  const propertySchema = (property: ts.Symbol): Schema => ({
    ...documentation(property),
    ...of(checker.getTypeOfSymbol(property)),
  });

  const documentation = (symbol: ts.Symbol): Schema => {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
    return text === '' ? {} : { description: text };
  };

  return { of, definitions };
}

/** The name of an interface or a type alias of our own. */
function nameOf(type: ts.Type): string | undefined {
  const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
  const own = symbol?.declarations?.some((declaration) => !declaration.getSourceFile().isDeclarationFile);
  return own ? symbol?.name : undefined;
}
