import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { inputForm } from '@milepost/packages-core/dsl/form/input-form';
import type { PackageView } from '../../views/package-views';

/** A package as the catalog and its form show it. */
export function packageView(definition: PackageDefinition, installations: number): PackageView {
  const { id, title, description, category, scope, supports, within } = definition;
  return {
    id,
    title,
    description,
    category,
    scope,
    supports: [...supports],
    within: within && { id: within.id, title: within.title },
    verbs: { ...definition.verbs },
    install: { form: inputForm(definition, 'install') },
    uninstall: { form: inputForm(definition, 'uninstall') },
    installations,
  };
}
