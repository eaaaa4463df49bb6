import { CatalogueScreen } from '../../../features/catalogue/catalogue-screen';

export default function CataloguePage() {
  return <CatalogueScreen />;
}
