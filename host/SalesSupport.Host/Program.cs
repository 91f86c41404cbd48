using SalesSupport.Host;

return await SalesSupportHost.RunAsync(args);
