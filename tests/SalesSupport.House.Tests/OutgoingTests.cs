using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>Nobody can have this machine call what only this machine can reach.</summary>
[Trait("Bar", "engines")]
[Requirement("R51")]
public sealed class OutgoingTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public void A_network_of_ones_own_is_not_connected_to(string address)
    {
        Assert.False(OutgoingHttp.MayConnect(IPAddress.Parse(address), []));
        Assert.True(OutgoingHttp.MayConnect(IPAddress.Parse(address), [new IPNetwork(IPAddress.Parse(address).IsIPv4MappedToIPv6 ? IPAddress.Parse(address).MapToIPv4() : IPAddress.Parse(address), address.Contains('.', StringComparison.Ordinal) ? 32 : 128)]));
    }

    [Theory]
    [InlineData("3.3.3.3")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void A_public_address_is(string address) => Assert.True(OutgoingHttp.MayConnect(IPAddress.Parse(address), []));

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    public async Task Whatever_the_own_machine_is_called_it_is_not_reached_unless_its_network_is_named(string address)
    {
        await using var host = await TestHost.StartAsync();
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, host.Address.Port);
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Outgoing.Client);
        Assert.Contains("not a public address", (await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(url)))).ToString(), StringComparison.Ordinal);

        await using var open = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["Outgoing:Networks:0"] = "127.0.0.0/8" });
        using var allowed = open.Services.GetRequiredService<IHttpClientFactory>().CreateClient(Outgoing.Client);
        using var answer = await allowed.GetAsync(new Uri($"http://127.0.0.1:{open.Address.Port}/"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);      // and a redirect is the caller's to follow
    }
}
