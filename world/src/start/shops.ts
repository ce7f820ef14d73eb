import { diva, nordlys } from '../cast/cast.ts';
import type { ShopPlan } from '../cast/plans.ts';
import { schemaOf } from '../places.ts';
import { commonSettings, type PartyPlan, type WorldContext } from './party-plan.ts';

export const divaPlan = planOf('shop-diva', diva);
export const nordlysPlan = planOf('shop-nordlys', nordlys);

function planOf(name: 'shop-diva' | 'shop-nordlys', merchant: ShopPlan): PartyPlan {
  return {
    name,
    async start(world) {
      const { startShop, configSchema } = await import('@kassa/shop');
      const config = configSchema.parse(settings(world, name, merchant));
      return startShop(config, { clock: world.clock, log: world.logOf(name) });
    },
    book: () => import('@kassa/shop'),
  };
}

function settings(world: WorldContext, name: 'shop-diva' | 'shop-nordlys', merchant: ShopPlan) {
  const { places, ways } = world;
  return {
    ...commonSettings(world, name),
    schema: schemaOf[name],
    shop: merchant.slug,
    publicUrl: places.url(name),
    gatewayUrl: ways.url(name, 'gateway'),
    gatewayPagesUrl: places.url('gateway'),
    publishableKey: merchant.publishableKey,
    gatewayKey: merchant.secretKey,
    webhookSecret: merchant.webhookSecret,
    smtpUrl: places.smtpUrl,
  };
}
