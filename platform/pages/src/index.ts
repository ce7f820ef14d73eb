// Server-rendered pages: one set of tokens, components, themes, languages. README.md shows a page.
export { type Asset, asset } from './asset.ts';
export { type Catalogue, catalogue, type Plural, type Text, type Translate } from './catalogue.ts';
export { contrast } from './colour.ts';
export {
  Button,
  ButtonForm,
  ButtonLink,
  type ButtonLinkProps,
  type ButtonProps,
} from './components/button.tsx';
export {
  Checkbox,
  type CheckboxProps,
  type Choice,
  Fields,
  Form,
  type FormProps,
  RadioGroup,
  type RadioGroupProps,
} from './components/choice.tsx';
export { CodeBlock, type CodeBlockProps } from './components/code-block.tsx';
export {
  Field,
  FieldError,
  type FieldProps,
  type Option,
  Select,
  type SelectProps,
  TextArea,
} from './components/field.tsx';
export { Amount, type AmountProps, When, type WhenProps } from './components/figures.tsx';
export { Icon, type IconName } from './components/icon.tsx';
export { LanguageSwitch, type LanguageSwitchProps } from './components/language-switch.tsx';
export {
  Card,
  type CardProps,
  type Gap,
  Grid,
  More,
  Row,
  Split,
  Stack,
} from './components/layout.tsx';
export { type FlowPart, MoneyFlow, type MoneyFlowProps } from './components/money-flow.tsx';
export {
  Emblem,
  Empty,
  type EmptyProps,
  Notice,
  type NoticeProps,
  Status,
  Steps,
  type Tone,
  Waiting,
} from './components/notice.tsx';
export {
  Markup,
  type NavLink,
  PageTitle,
  Shell,
  type ShellProps,
} from './components/shell.tsx';
export { type Column, type Fact, Facts, Table, type TableProps } from './components/table.tsx';
export { bundleIsland, bundleScript } from './island.ts';
export {
  chooseLanguage,
  type Language,
  type LanguageSigns,
  languageCookie,
  languageCookieName,
  localeOf,
  ownNames,
} from './language.ts';
export { type Page, renderPage, renderPart } from './render.tsx';
export { type Brand, contrastsOf, type Theme, theme } from './theme.ts';
