// Which addresses lie on the open internet. A program that sends to addresses that strangers name
// must reach nothing else: not itself, not its neighbours, not the metadata of its cloud.

import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 that is not the open internet: IANA's special-purpose registry, RFC 6890 and later. */
const private4 = subnets('ipv4', [
  '0.0.0.0/8', // this host and this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT; also some clouds' metadata, 100.100.100.200
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local: clouds' metadata, 169.254.169.254
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // once 6to4
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]);

/** All of IPv6 that is given out at all; the rest is loopback, local, mapped, translated … */
const given6 = subnets('ipv6', ['2000::/3']);
const private6 = subnets('ipv6', [
  '2001::/23', // protocol assignments: Teredo, ORCHID; they carry an IPv4 address inside
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address inside
  '3fff::/20', // documentation
]);

/** False for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  // `fe80::1%eth0`: the zone says which link, and does not make it public.
  const [bare = ''] = address.split('%', 1);
  const mapped = /^(?:0{0,4}:){2,6}ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return isPublicAddress(mapped);
  if (isIPv4(bare)) return !private4.check(bare, 'ipv4');
  return isIPv6(bare) && given6.check(bare, 'ipv6') && !private6.check(bare, 'ipv6');
}

function subnets(family: 'ipv4' | 'ipv6', list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const subnet of list) {
    const [network = '', bits = ''] = subnet.split('/');
    blocks.addSubnet(network, Number(bits), family);
  }
  return blocks;
}
