/**
 * What package.json contributes as settings: the server's own, from the schema that it writes down, in VS Code's form.
 *
 * A text of the schema is Chinese and English on two lines; here it becomes a key of package.nls.json and
 * package.nls.zh-cn.json.
 */

/** The part of JSON Schema that the server's schema is written in. */
export interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly oneOf?: readonly { readonly const: string; readonly description: string }[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
}

export interface Settings {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly chinese: Readonly<Record<string, string>>;
  readonly english: Readonly<Record<string, string>>;
}

/** The keys of the texts that are made here begin so. */
export const PREFIX = "setting.";

/** The order in which they are shown; what is not listed comes last. */
const ORDER = ["language", "rounding", "severity", "hints", "lens", "headers", "codes"];

/** What holds where nothing is set. */
const DEFAULTS: Readonly<Record<string, string>> = { language: "auto", rounding: "banded" };

export function settings(schema: Schema): Settings {
  const texts = new Texts();
  const place = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  const keys = Object.entries(schema.properties ?? {}).sort(([one], [other]) => place(one) - place(other));
  const property = ([key, node]: [string, Schema], order: number) => {
    const usual = key in DEFAULTS ? { default: DEFAULTS[key] } : {};
    return [`budget.${key}`, { order, scope: "window", ...converted(node, key, texts), ...usual }];
  };
  const properties = Object.fromEntries(keys.map(property)) as Settings["properties"];
  return { properties, chinese: texts.chinese, english: texts.english };
}

/** The texts in both languages, by their keys. */
class Texts {
  readonly chinese: Record<string, string> = {};
  readonly english: Record<string, string> = {};

  /** Keeps a text under a path, and gives what stands for it in package.json. */
  keep(path: string, chinese: string, english: string): string {
    const key = `${PREFIX}${path}`;
    this.chinese[key] = chinese;
    this.english[key] = english;
    return `%${key}%`;
  }

  /** The same for a text of the schema. */
  keepBoth(path: string, both: string): string {
    const [chinese, english] = both.split("\n");
    if (chinese === undefined || english === undefined) {
      throw new Error(`${path}: a text of the schema has to be Chinese and English on two lines: ${both}`);
    }
    return this.keep(path, chinese, english);
  }
}

function converted(node: Schema, path: string, texts: Texts): object {
  const { type, minimum, maximum, minLength } = node;
  const described = node.description === undefined ? {} : { description: texts.keepBoth(path, node.description) };
  const bounds = Object.entries({ minimum, maximum, minLength }).filter(([, bound]) => bound !== undefined);
  // A switch without a default is drawn as off.
  const usual = node.default === true ? { default: true } : {};
  return { type, ...described, ...usual, ...Object.fromEntries(bounds), ...choice(node, path, texts), ...inside(node, path, texts) };
}

function inside(node: Schema, path: string, texts: Texts): object {
  if (node.items !== undefined) {
    return { items: converted(node.items, path, texts) };
  }
  if (node.properties === undefined) {
    return {};
  }
  const property = ([key, below]: [string, Schema]) => [key, converted(below, `${path}.${key}`, texts)];
  const properties: unknown = Object.fromEntries(Object.entries(node.properties).map(property));
  const required = node.required?.length ? { required: node.required } : {};
  return { properties, additionalProperties: false, ...required };
}

/** One of several words. A rule is one with a title, and its words are those of every rule. */
function choice(node: Schema, path: string, texts: Texts): object {
  const { oneOf, title } = node;
  if (oneOf === undefined) {
    return {};
  }
  const below = title === undefined ? path : "level";
  const words = {
    enum: oneOf.map((one) => one.const),
    enumDescriptions: oneOf.map((one) => texts.keepBoth(`${below}.${one.const}`, one.description)),
  };
  const usual = oneOf.find((one) => one.const === node.default)?.description.split("\n");
  if (title === undefined || usual === undefined) {
    return words;
  }
  const [chinese = "", english = ""] = usual;
  return { description: texts.keep(path, `${title}。默认：${chinese}`, `By default: ${english}`), ...words };
}
