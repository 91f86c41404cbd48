using MediatR;

namespace SalesSupport.IdentityBridge.Contracts;

/// <summary>A department was added, renamed, moved, reordered or deleted; <see cref="SalesSupport.Abstractions.IPeople"/> has the tree once it is committed. Published by IdentityBridge in the transaction that changes it.</summary>
public sealed record DepartmentsChanged : INotification;
